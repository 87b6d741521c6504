"""The problems of what is asked about forces, each a class.

NotFound
├── UnknownForce              404
├── UnknownStatement          404
├── UnknownMeasure            404
├── UnknownObservation        404
├── UnknownDataset            404
├── UnknownOfficialFigure     404
├── UnknownRelease            404
├── UnknownFile               404
└── UnknownProblem            404
Problem
├── NotAStatement             422  the text sent is not a force's statement
└── TooCostly                 422  reading the page takes too much time or memory
"""

from app.http.problems import NotFound, Problem


class UnknownForce(NotFound):
    """No force has the name."""

    slug = "unknown-force"
    title = "No such force"
    description = "A force is found by its slug, its ONS code or a well-known spelling of its name: see /v1/forces."


class UnknownStatement(NotFound):
    """There is no statement of the force for the round, or no such revision."""

    slug = "unknown-statement"
    title = "No such statement"
    description = "There is no statement of this force for this round, or no such revision of it: see /v1/statements."


class UnknownMeasure(NotFound):
    """No measure has the id."""

    slug = "unknown-measure"
    title = "No such measure"
    description = "The measures are listed at /v1/measures."


class UnknownObservation(NotFound):
    """No observation has the id."""

    slug = "unknown-observation"
    title = "No such observation"
    description = "An observation's id is force.round.revision.number, as /v1/observations gives it."


class UnknownDataset(NotFound):
    """No dataset of official statistics has the id."""

    slug = "unknown-dataset"
    title = "No such dataset"
    description = "The datasets of official statistics are listed at /v1/datasets."


class UnknownOfficialFigure(NotFound):
    """No official figure has the id."""

    slug = "unknown-official-figure"
    title = "No such official figure"
    description = (
        "An official figure's id is dataset.edition.force.measure.basis.period, as /v1/official-figures gives it."
    )


class UnknownRelease(NotFound):
    """No release has the number."""

    slug = "unknown-release"
    title = "No such release"
    description = "The releases are listed at /v1/releases."


class UnknownFile(NotFound):
    """The bulk release has no file of the name."""

    slug = "unknown-file"
    title = "No such file"
    description = "The files of the bulk release are listed at /v1/bulk."


class UnknownProblem(NotFound):
    """No kind of problem has the name."""

    slug = "unknown-problem"
    title = "No such kind of problem"
    description = "The kinds of problems are listed at /v1/problems."


class NotAStatement(Problem):
    """The text that was sent is no force's statement."""

    slug = "not-a-statement"
    title = "No statement found"
    status = 422
    description = "`detail` says what the text lacks. The words of a statement alone are read with `force` and `round`."


class TooCostly(Problem):
    """Reading the page takes more time or memory than a page may take."""

    slug = "too-costly"
    title = "Too costly to read"
    status = 422
    description = (
        "Its HTML is nested or formatted as no published page is. Send the words of the statement as text/plain."
    )
