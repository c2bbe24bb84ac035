"""A bonus that rests on no promise, for agreements made in tests."""


def shared_kpi(weight):
    return {"side": "shared", "name": "x", "weight": weight, "floor": 0.5, "target": 1}
