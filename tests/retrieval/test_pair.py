"""Two models side by side, and the pieces that the multilingual one reads."""

import time
from pathlib import Path

import numpy as np
import pytest

from bot.settings import DEFAULT_MODEL
from knowledge.article import ANYONE, Article
from knowledge.library_sqlite import SqliteLibrary
from retrieval.answer import compose
from retrieval.embedding import TOKENIZER, Encoder, OnnxEncoder
from retrieval.export import ensure_exported, open_encoder
from retrieval.indexing import Indexer
from retrieval.pieces import PIECES, Pieces
from retrieval.preference import NO_PREFERENCE
from retrieval.search import Retriever, open_retriever
from retrieval.watch import EMBEDDING, Watch

ARTICLES = (
    Article("chicken", "Cooking chicken", "Cook chicken to 75 °C in the thickest part. Clean the probe before use."),
    Article("hands", "Washing hands", "Wash your hands with soap for 20 seconds. Dry them with a paper towel."),
    Article("till", "Opening the till", "Count the float with a second person before the first sale of the day."),
    Article("vacaciones", "Vacaciones", "Pide tus vacaciones cuatro semanas antes. Son 28 días al año.", language="es"),
    Article("propinas", "Propinas", "Las propinas se reparten los viernes entre todo el equipo.", language="es"),
)


@pytest.fixture(scope="module")
def pair(exported_model: Path) -> Encoder:
    return open_encoder(DEFAULT_MODEL, exported_model)


@pytest.fixture(scope="module")
def mixed(pair: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Retriever:
    """Articles in two languages."""
    folder = tmp_path_factory.mktemp("mixed")
    library = SqliteLibrary(folder / "knowledge.db")
    Indexer(library, pair).load(ARTICLES)
    return open_retriever(library, pair, folder)


def test_a_passage_is_read_by_both(pair: Encoder, exported_model: Path) -> None:
    """A passage has the vectors of both models, an English question too, and one in another language the second's."""
    english = OnnxEncoder(ensure_exported("english", exported_model))
    other = OnnxEncoder(ensure_exported("multilingual", exported_model))
    text = ["Cook chicken to 75 °C."]
    assert np.allclose(pair.encode(text), np.hstack([english.encode(text), other.encode(text)]))
    asked = pair.encode(text, "question", pair.side("en"))
    assert np.allclose(asked, np.hstack([english.encode(text, "question"), other.encode(text, "question")]))
    foreign = pair.encode(text, "question", pair.side("pl"))
    assert np.allclose(foreign, np.hstack([np.zeros((1, english.dimension)), other.encode(text, "question")]))
    assert np.allclose(pair.narrowed(asked[0], pair.side("pl")), foreign[0])
    assert pair.encode([]).shape == (0, english.dimension + other.dimension)


def test_a_country_changes_no_side(pair: Encoder) -> None:
    """British English is English, and Brazilian Portuguese is not."""
    assert [pair.side(code) for code in ("en", "en-GB", "EN", "pt-BR", "es")] == [0, 0, 0, 1, 1]


def test_a_part_is_embedded_once(pair: Encoder, tmp_path: Path) -> None:
    """Composing an answer to two parts reads each part once, however many passages and sides it is compared with."""
    watch = Watch()
    library = SqliteLibrary(tmp_path / "knowledge.db")
    Indexer(library, pair).load(ARTICLES)
    retriever = open_retriever(library, watch.over(pair, EMBEDDING, ("encode",)), tmp_path)
    words = "how hot must chicken be and how long do I wash my hands"
    passages = retriever.search(words, NO_PREFERENCE, ANYONE)
    begun = time.perf_counter()
    answer = compose(words, passages)
    assert {cited.article_id for cited in answer.citations} == {"chicken", "hands"}
    read = [span.given[0] for span in watch.spans(EMBEDDING, begun, time.perf_counter()) if "question" in span.given]
    assert sorted(read) == [["how hot must chicken be"], ["how long do I wash my hands"]]
    assert len(passages[0].source.vectors(words)) == 2


@pytest.mark.parametrize(
    ("words", "article"),
    [
        ("how hot must chicken be", "chicken"),
        ("¿a qué temperatura tiene que estar el pollo?", "chicken"),
        ("jak długo myć ręce", "hands"),
        ("à quelle température cuire le poulet", "chicken"),
        ("when do I ask for vacation", "vacaciones"),
        ("¿cuándo se reparten las propinas?", "propinas"),
        ("kiedy jest urlop", "vacaciones"),
    ],
)
def test_found_across_languages(mixed: Retriever, words: str, article: str) -> None:
    """A question finds its article, whatever the language of either, and its sentences can be read."""
    first = mixed.search(words, NO_PREFERENCE, ANYONE)[0]
    assert first.article.id == article
    section = first.section
    assert section.sentences.shape[0] == section.near.shape[0] > 0
    assert 0.0 < section.closest <= 1.1


def test_pieces_are_the_tokens_of_the_model(exported_model: Path) -> None:
    """The pieces of a text are the tokens that the model was trained with, in any language and script."""
    from tokenizers import Tokenizer

    folder = ensure_exported("multilingual", exported_model)
    assert (folder / PIECES).exists()
    tokenizer, pieces = Tokenizer.from_file(str(folder / TOKENIZER)), Pieces(folder, 512)
    texts = [
        "query: ¿A qué hora?",
        "Żółty ser 75 °C…",
        "日本語のテキスト",
        "привет, мир!",
        "🍕 pizza",
        "naïve\ncafé",
        "A" * 300,
        "",
    ]
    assert pieces.ids(texts) == [tokenizer.encode(text).ids for text in texts]
    assert [len(ids) for ids in Pieces(folder, 8).ids(["one two three four five six seven eight nine"])] == [8]


def test_broken_pieces_are_named(tmp_path: Path) -> None:
    """A damaged file of pieces is named."""
    (tmp_path / PIECES).write_bytes(b"not pieces")
    with pytest.raises(ValueError, match=PIECES):
        Pieces(tmp_path, 512)
