"""The addresses that leave the building: in messages, letters and on the operator's screen.

They are built from the configured base address, never from a request, so a hostile Host header
cannot end up in a message.
"""


def answer_link(base_url: str, token: str) -> str:
    """Where a person, or anyone with an open link, starts or goes on answering."""
    return f"{base_url}/v/{token}"


def opt_out_link(base_url: str, token: str) -> str:
    """Where a person says that no more messages should come."""
    return f"{base_url}/afmelden/{token}"


def genuine_page(base_url: str) -> str:
    """Where somebody sees whether a message is really ours."""
    return f"{base_url}/echt"


def code_page(base_url: str) -> str:
    """Where the code of a letter is typed."""
    return f"{base_url}/code"
