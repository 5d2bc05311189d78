"""How well questions are grouped by what they are about: `python -m tests.measuring.topics COLLECTION…` prints it.

A collection is a folder with queries.jsonl and qrels.tsv, in which many queries have the same document. For each draw
some of its documents are topics of 6 to 29 questions, others are asked about once to three times, and questions
without a document are noise, as in what people ask in vain. The likeness from which groups are one was chosen on the
documents of one half; the figures of the other half are those to go by.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.settings import DEFAULT_MODEL
from retrieval.export import open_encoder
from retrieval.topics import likeness, topics, vectors_of

DRAWS = 5
TOPICS, ASIDE, NOISE = 25, 40, 150
FEWEST = 5
Labels = list[str]
Numbers = list[int | None]
Method = Callable[[Sequence[str], NDArray[np.float32], int], Numbers]


@dataclass(frozen=True, slots=True)
class Draw:
    """Questions with the document that each is about; noise and rare ones have none."""

    words: list[str]
    labels: Labels

    @property
    def topics(self) -> int:
        return len(set(self.labels) - {""})


def read(folder: Path) -> dict[str, list[str]]:
    """The questions of each document; of none under the empty name."""
    about = dict(line.split("\t")[:2] for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:])
    found: dict[str, list[str]] = {}
    for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines():
        query = json.loads(line)
        found.setdefault(about.get(query["qid"], ""), []).append(query["text"])
    return found


def draw(asked: dict[str, list[str]], half: int, seed: int) -> Draw:
    """Random questions about the documents of one half."""
    chance = np.random.default_rng(seed)
    documents = [name for name in sorted(asked) if name][half::2]
    chance.shuffle(documents)
    sizes = [int(chance.integers(6, 30)) for _ in documents[:TOPICS]]
    sizes += [int(chance.integers(1, 4)) for _ in documents[TOPICS : TOPICS + ASIDE]]
    parts = [*zip(documents, sizes, strict=False), ("", NOISE)]
    rows = [(str(words), name) for name, most in parts for words in _some(asked.get(name, []), most, chance)]
    often = Counter(name for _, name in rows)
    return Draw([words for words, _ in rows], [name if often[name] >= FEWEST else "" for _, name in rows])


def _some(words: list[str], most: int, chance: Any) -> list[str]:
    return [words[at] for at in chance.permutation(len(words))[:most]]


def scored(labels: Labels, numbers: Numbers) -> dict[str, float]:
    """`purity`: share of the grouped that are of their group's main topic; `coverage`: share of the questions of real
    topics that stand in a group of theirs; `found`: share of real topics with a group; `ari`: adjusted Rand index."""
    from sklearn.metrics import adjusted_rand_score

    groups: dict[int, list[str]] = {}
    for label, number in zip(labels, numbers, strict=True):
        if number is not None:
            groups.setdefault(number, []).append(label)
    large = {number: Counter(held).most_common(1)[0] for number, held in groups.items() if len(held) >= FEWEST}
    real = [at for at, label in enumerate(labels) if label]
    covered = [large[n][0] == labels[at] for at in real if (n := numbers[at]) is not None and n in large]
    single = [label or f"none {at}" for at, label in enumerate(labels)]
    got = [f"in {n}" if n in large else f"none {at}" for at, n in enumerate(numbers)]
    return {
        "purity": sum(most for _, most in large.values()) / max(1, sum(len(groups[n]) for n in large)),
        "coverage": sum(covered) / len(real),
        "found": len({name for name, _ in large.values() if name}) / len({labels[at] for at in real}),
        "ari": float(adjusted_rand_score(single, got)),
    }


def hdbscan(_words: Sequence[str], vectors: NDArray[np.float32], _topics: int) -> Numbers:
    """HDBSCAN over the same likeness."""
    from sklearn.cluster import HDBSCAN

    apart = np.clip(1.0 - likeness(vectors, vectors), 0.0, 2.0).astype(np.float64)
    np.fill_diagonal(apart, 0.0)
    return _or_none(HDBSCAN(FEWEST, min_samples=1, metric="precomputed", copy=True).fit_predict(apart))


def reduced(_words: Sequence[str], vectors: NDArray[np.float32], _topics: int) -> Numbers:
    """HDBSCAN in 20 dimensions, as BERTopic does it, with principal components in the place of UMAP."""
    from sklearn.cluster import HDBSCAN
    from sklearn.decomposition import PCA

    few = PCA(20, random_state=0).fit_transform(vectors)
    return _or_none(HDBSCAN(FEWEST, min_samples=1, copy=True).fit_predict(few))


def k_means(_words: Sequence[str], vectors: NDArray[np.float32], topics: int) -> Numbers:
    """k-means, told how many topics there are."""
    from sklearn.cluster import KMeans

    return _or_none(KMeans(topics, n_init=4, random_state=0).fit_predict(vectors))


def _or_none(numbers: Any) -> Numbers:
    return [int(number) if number >= 0 else None for number in numbers]


SAME = {
    "wifi": ("whats the wifi password", "wifi code for staff?", "cuál es la contraseña del wifi",
             "c'est quoi le mot de passe du wifi", "jakie jest hasło do wifi", "qual é a senha do wifi"),
    "pay": ("when do we get paid", "what day is payday", "cuándo nos pagan", "quand est-ce qu'on est payé",
            "kiedy jest wypłata", "quando cai o salário"),
    "parking": ("where can i park my car", "is there staff parking", "dónde puedo aparcar el coche",
                "où puis-je garer ma voiture", "gdzie mogę zaparkować samochód", "onde posso estacionar o carro"),
    "uniform": ("how do i get a new uniform", "need another uniform shirt", "cómo pido un uniforme nuevo",
                "comment avoir un nouvel uniforme", "jak dostać nowy strój roboczy", "como peço um uniforme novo"),
    "till": ("the till is frozen what now", "how do i restart the till", "la caja no responde qué hago",
             "la caisse est bloquée que faire", "kasa się zawiesiła co robić", "o caixa travou o que faço"),
    "locker": ("lost my locker key", "who has the spare key for the lockers", "perdí la llave de la taquilla",
               "j'ai perdu la clé de mon casier", "zgubiłem klucz do szafki", "perdi a chave do armário"),
}  # fmt: skip
"""The same asked in English twice, Spanish, French, Polish and Portuguese: written for this."""
SPOKEN = ("en", "en", "es", "fr", "pl", "pt")


def across_languages(encoder: Any) -> tuple[float, float]:
    """Of the questions in other languages: the share in one group with an English one on the same, and on another."""
    rows = [(name, language, words) for name, all in SAME.items() for language, words in zip(SPOKEN, all, strict=True)]
    numbers = topics([words for *_, words in rows], [language for _, language, _ in rows], encoder)
    english = {number: name for (name, language, _), number in zip(rows, numbers, strict=True) if language == "en"}
    others = [(name, number) for (name, language, _), number in zip(rows, numbers, strict=True) if language != "en"]
    with_one = [(name, english[number]) for name, number in others if number is not None and number in english]
    right = sum(name == of for name, of in with_one)
    return right / len(others), (len(with_one) - right) / len(others)


def measure(folder: Path, encoder: Any, half: int) -> dict[str, dict[str, float]]:
    """The mean figures of each way of grouping over some draws."""
    asked, ways = read(folder), {"average linkage": None, "HDBSCAN": hdbscan, "in 20 dimensions": reduced}
    told: dict[str, list[dict[str, float]]] = {}
    for seed in range(DRAWS):
        drawn = draw(asked, half, seed)
        english = ["en"] * len(drawn.words)
        vectors = vectors_of(drawn.words, english, encoder)
        for way, method in {**ways, "k-means, told k": k_means}.items():
            made = topics(drawn.words, english, encoder) if method is None else None
            numbers = made if made is not None else _called(method, drawn, vectors)
            told.setdefault(way, []).append(scored(drawn.labels, numbers))
    return {way: {name: float(np.mean([each[name] for each in all])) for name in all[0]} for way, all in told.items()}


def _called(method: Any, drawn: Draw, vectors: NDArray[np.float32]) -> Numbers:
    numbers: Numbers = method(drawn.words, vectors, drawn.topics)
    return numbers


def main(folders: Sequence[str], models: Path = Path("data/models")) -> None:
    encoder = open_encoder(DEFAULT_MODEL, models)
    print("| collection | half | grouped by | purity | coverage | found | ARI |\n|---|---|---|---|---|---|---|")
    for folder in map(Path, folders):
        for half, name in enumerate(("chosen on", "held out")):
            for way, of in measure(folder, encoder, half).items():
                figures = " | ".join(f"{of[each]:.2f}" for each in ("purity", "coverage", "found", "ari"))
                print(f"| {folder.name} | {name} | {way} | {figures} |", flush=True)
    together, apart = across_languages(encoder)
    print(f"\nIn other languages: {together:.0%} with the English questions on the same, {apart:.0%} with others.")


if __name__ == "__main__":
    main(sys.argv[1:])
