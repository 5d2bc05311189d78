"""Is a question like those that must never be kept? By what it means, where the lists of words end.

A list knows only the words that somebody thought of. The vectors that articles are found with also tell a question on
somebody's illness from one on the soup; a logistic regression over the labelled examples draws the line.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from privacy.topics import examples

if TYPE_CHECKING:
    from retrieval.embedding import Encoder

DOUBT = 0.4
"""The likelihood from which a question is not kept. Half would be an even bet: in doubt it is not kept."""

FIRMNESS = 10.0
"""The inverse of the regression's regularisation; a tenth and ten times of it change little."""


class Alike:
    """Answers it with one encoder. The first call embeds the examples, in seconds; later ones only the question."""

    def __init__(self, encoder: "Callable[[], Encoder]") -> None:
        self._encoder = encoder

    def __call__(self, words: str) -> bool:
        return bool(self._line.predict_proba(self._encoder().encode([words]))[0, 1] > DOUBT)

    @cached_property
    def _line(self) -> Any:
        from sklearn.linear_model import LogisticRegression

        asked, sensitive = zip(*examples(), strict=True)
        line = LogisticRegression(C=FIRMNESS, class_weight="balanced", max_iter=3000)
        return line.fit(self._encoder().encode(list(asked)), list(sensitive))
