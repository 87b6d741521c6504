"""Forces by the names that people give them."""

from app.answers.problems import UnknownForce
from app.vocabulary.forces import Force, nearest_forces, resolve
from app.vocabulary.names import suggestion


def force_named(name: str) -> Force:
    """Return the force of a slug, an ONS code or a name. Raises ``UnknownForce`` with the nearest."""
    found = resolve(name)
    if found is None:
        near = nearest_forces(name)
        hint = suggestion(near, "see /v1/forces for all 43.")
        raise UnknownForce(f"No force is called {name!r}{hint}", nearest=near)
    return found
