"""The model card: may it be used, on what evidence, where it holds, and where it must not go."""
