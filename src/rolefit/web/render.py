"""Values to pages: Jinja2 with everything escaped and nothing undefined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from rolefit import __version__
from rolefit.web.view import build_view

if TYPE_CHECKING:
    from rolefit.corpus import Corpus
    from rolefit.types import Report
    from rolefit.web.assessment import AssessmentView
    from rolefit.web.roles import ComparisonView, LandscapeView, RoleView
    from rolefit.web.view import Advised

STATIC_FOLDER = Path(__file__).parent / "static"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FormPage:
    """What the first page needs; `error` is one sentence when the last try failed."""

    roles: tuple[tuple[str, str], ...]
    max_bytes: int
    max_pages: int
    targets: tuple[tuple[str, str], ...] = ()
    """Ids and titles to choose from."""
    today: str = ""
    state: str = "ready"
    error: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One route of the API, for its page."""

    method: str
    path: str
    description: str


class Templates:
    """All pages; immutable, shared by threads."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def render_form(self, form: FormPage) -> str:
        return self._render("form.html", form=form)

    def render_result(
        self, report: Report, corpus: Corpus, *, name: str, advised: Advised | None = None
    ) -> str:
        view = build_view(report, corpus, name=name, advised=advised)
        return self._render("result.html", view=view)

    def render_roles(self, corpus: Corpus) -> str:
        return self._render("roles.html", roles=corpus.roles)

    def render_role(self, view: RoleView) -> str:
        return self._render("role.html", view=view)

    def render_comparison(self, view: ComparisonView) -> str:
        return self._render("compare.html", view=view)

    def render_landscape(self, view: LandscapeView) -> str:
        return self._render("landscape.html", view=view)

    def render_assessment(self, view: AssessmentView) -> str:
        return self._render("assess.html", view=view)

    def render_docs(
        self, operations: Sequence[Operation], problems: Sequence[tuple[str, int, str]]
    ) -> str:
        return self._render("docs.html", operations=operations, problems=problems)

    def render_problem(self, title: str, detail: str) -> str:
        return self._render("problem.html", title=title, detail=detail)

    def _render(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(version=__version__, **values)


def load_templates() -> Templates:
    environment = Environment(
        loader=PackageLoader("rolefit.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["size"] = format_size
    environment.filters["plain"] = lambda name: str(name).replace("_", " ")
    return Templates(environment)


def format_size(count: int) -> str:
    """In MiB where that is a round number."""
    return f"{count // MIB} MiB" if count >= MIB and count % MIB == 0 else f"{count:,} bytes"
