"""CPU of a question page against the reference page, in this process, without a server."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import mean, median

from bench import reference
from bench.installations import Subject
from bench.results import Result
from bench.visiting import Answer, Visitor, in_process
from survey_app.application import create_app

QUESTIONNAIRE = "K3-TIJDENS"
SUBJECT = "Question page"
GET_BUDGET, POST_BUDGET = 1.8, 2.2
LONGEST_FORM = 30
TURN = 20  # requests; short, so that a busy moment of the machine falls on all alike
REFERENCES = {"/vraag": "the reference", "/velden": "a form of WTForms fields"}


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU per request."""

    get: float
    post: float


def measure(subject: Subject, rounds: int, requests: int) -> Iterator[Result]:
    """GET and POST of one question, product and references alternating."""
    product = in_process(create_app(installation=subject.installation).wsgi_app)
    bare = in_process(reference.create_app().wsgi_app)
    start = subject.links(QUESTIONNAIRE, 1)[0]
    asks = [at_question(Visitor(product), start), *at_references(lambda: Visitor(bare))]
    costs = [partial(cost, ask) for ask in asks]
    in_turn(costs, requests)  # warm
    measured = [in_turn(costs, requests) for _ in range(rounds)]
    yield from ratios(subject.database, "in process", measured)


Ask = tuple[Visitor, str]


def at_question(visitor: Visitor, start: str) -> Ask:
    """Somebody who began, and the question they are at."""
    door = visitor.get(start)
    page = visitor.follow(visitor.submit(door))
    return visitor, page.path


def at_references(visitor: Callable[[], Visitor]) -> list[Ask]:
    """Somebody at each page of the reference, the plain one first."""
    return [(visitor(), path) for path in REFERENCES]


def cost(ask: Ask, requests: int) -> Cost:
    """The mean cost of `requests` times looking at a question and answering it."""
    visitor, path = ask
    shown = sent = 0.0
    for number in range(requests):
        page = visitor.get(path)
        answered = visitor.submit(page, number)
        assert answered.status == 303, answered.body[:400]
        shown += page.cpu_seconds
        sent += answered.cpu_seconds
    return Cost(shown / requests * 1000, sent / requests * 1000)


def in_turn(costs: Sequence[Callable[[int], Cost]], requests: int) -> tuple[Cost, ...]:
    """The mean cost of each, `requests` requests of each, taken a few at a time by turns."""
    turns = [[cost(TURN) for cost in costs] for _ in range(requests // TURN)]
    return tuple(
        Cost(mean(turn.get for turn in of_one), mean(turn.post for turn in of_one))
        for of_one in zip(*turns, strict=True)
    )


def ratios(database: str, how: str, measured: list[tuple[Cost, ...]]) -> Iterator[Result]:
    """Median ratio of the first cost to each of the others over the rounds.

    The budget belongs to the plain reference, the first of the others.
    """
    parts: tuple[tuple[str, Callable[[Cost], float], float], ...] = (
        ("GET", lambda cost: cost.get, GET_BUDGET),
        ("POST, durable", lambda cost: cost.post, POST_BUDGET),
    )
    for place, name in enumerate(REFERENCES.values(), start=1):
        for request, part, budget in parts:
            found = [part(costs[0]) / part(costs[place]) for costs in measured]
            note = (
                f"{median(part(costs[0]) for costs in measured):.2f} ms against "
                f"{median(part(costs[place]) for costs in measured):.2f} ms; "
                f"rounds {min(found):.2f} to {max(found):.2f}"
            )
            what = f"{request}, {how}, against {name}"
            most = budget if place == 1 else None
            yield Result(SUBJECT, what, database, median(found), "×", most, note=note)


def fill_in_whole(visitor: Visitor, start: str) -> Answer:
    """One person from link to thank-you page; the last page."""
    page = visitor.follow(visitor.submit(visitor.get(start)))
    for _ in range(LONGEST_FORM):
        if "/vraag/" not in page.path:
            break
        page = visitor.follow(visitor.submit(page))
    assert page.path == "/controle", page.path
    thanks = visitor.follow(visitor.submit(page))
    assert thanks.path == "/klaar", thanks.path
    return thanks
