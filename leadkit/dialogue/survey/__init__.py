"""The alignment survey: twenty statements, asked of both sides, and where the answers part."""
