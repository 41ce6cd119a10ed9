"""The evaluation report: from what was published to PDF/UA-1."""

from survey_app.documents.pdf import render_pdf
from survey_app.documents.typesetting import document_templates
from survey_app.evaluation.comparisons.presentation import arrows, changes
from survey_app.evaluation.figures.presentation import light_of
from survey_app.evaluation.files.documents import Report
from survey_app.evaluation.response.presentation import answers_shown, response_by_party
from survey_app.evaluation.table1.presentation import shown_table
from survey_app.evaluation.table1.questions import wordings
from survey_app.evaluation.wording import LIGHT_WORDS, date_words, reading_sentences


def render(report: Report) -> bytes:
    """The evaluation report as PDF/UA-1."""
    return render_pdf(report_html(report))


def report_html(report: Report) -> str:
    """The report as the page that is typeset; every number comes rounded from presentation."""
    table = report.table
    shown = shown_table(table, report.catalogue)
    return (
        document_templates()
        .get_template("report/report.html")
        .render(
            table=shown,
            arrows=arrows(report.trend),
            changes=changes(shown, report.trend),
            former=report.former,
            response=response_by_party(table),
            answers=answers_shown(table),
            wordings=wordings(table, report.catalogue),
            sentences=reading_sentences(table.thresholds),
            lights=[light_of(name) for name in LIGHT_WORDS],
            made_on=date_words(table.made_on),
            synthetic=report.synthetic,
        )
    )
