"""What is asked where the cost of an answer is measured that nobody asked for before."""

from app.main import create_app
from app.settings import Settings
from benchmarks import servers
from benchmarks.inside import Inside

COMPARED = {
    "profile": "/v1/forces/leicestershire",
    "one topic": "/v1/forces/leicestershire/budget",
    "50 observations": "/v1/observations?limit=50",
    "force + measure": "/v1/observations?force=leicestershire&measure=population&limit=50",
    "compare a measure": "/v1/compare?measure=police_officers",
    "compare an indicator": "/v1/compare?indicator=officers_per_1000_people",
    "50 official figures": "/v1/official-figures?limit=50",
    "50 reconciliations": "/v1/reconciliations?limit=50",
    "datasets": "/v1/datasets",
    "measures": "/v1/measures",
    "coverage": "/v1/coverage?limit=50",
    "releases": "/v1/releases",
}
"""What the naive application has too."""

LISTED = {
    "first page of figures": "/v1/observations?limit=50",
    "force + measure": "/v1/observations?force=leicestershire&measure=population&limit=10",
    "a measure, largest first": "/v1/observations?measure=population&sort=-value&limit=50",
    "a topic": "/v1/observations?topic=workforce&limit=50",
    "a round": "/v1/observations?round=2001&limit=50",
    "targets": "/v1/observations?status=target&limit=50",
    "values from 1,000": "/v1/observations?measure=police_officers&min_value=1000&limit=50",
    "compare a measure": "/v1/compare?measure=police_officers&source=stated",
    "compare an indicator": "/v1/compare?indicator=officers_per_1000_people&source=stated",
    "series": "/v1/forces/leicestershire/series?measure=police_officers&source=stated",
    "profile": "/v1/forces/leicestershire",
    "one topic": "/v1/forces/leicestershire/budget",
    "forces": "/v1/forces",
    "statements": "/v1/statements?limit=50",
    "reconciliations": "/v1/reconciliations?limit=50",
    "measures": "/v1/measures",
    "releases": "/v1/releases?limit=20",
    "status": "/v1/status",
    "coverage": "/v1/coverage?limit=50",
}
"""What is to cost the same however much there is: the smallest database fills these pages too."""


UNKEPT = {"access_log": "false", "log_level": "warning", "read_seconds": "600", "kept_bytes": "0"}
"""Settings with which every answer is made anew, however long that takes."""


def ours(address: str) -> Inside:
    """Return the service over a database, in this process."""
    return Inside(create_app(Settings.model_validate({"database_url": address} | servers.known(UNKEPT))))
