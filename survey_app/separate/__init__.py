"""The stores beside the evaluation, each with a notice and a role of its own (method.md E.1)."""
