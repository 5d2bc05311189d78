"""A collection in which two questions of five have no answer: `python -m tests.measuring.hiding COLLECTION FOLDER`.

Of the documents that answer something 40 % are taken away, drawn with a fixed seed; the questions that only they answer
are said to have none. What is left is close to what was taken: other paragraphs of the same pages. Measure it with
`onhand evaluate --corpus FOLDER/corpus.jsonl --queries FOLDER/queries.jsonl --qrels FOLDER/qrels.tsv`.
"""

import json
import sys
from pathlib import Path

import numpy as np

SHARE = 0.4


def hide(collection: Path, folder: Path, seed: int = 0) -> int:
    """Writes the three files, and returns how many documents were taken away."""
    corpus, queries = (_rows(collection / name) for name in ("corpus.jsonl", "queries.jsonl"))
    header, *judged = (collection / "qrels.tsv").read_text(encoding="utf-8").splitlines()
    relevant = sorted({line.split("\t")[1] for line in judged if int(line.split("\t")[2]) > 0})
    chance = np.random.default_rng(seed)
    gone = {str(each) for each in chance.choice(relevant, round(SHARE * len(relevant)), replace=False)}
    kept = [line for line in judged if line.split("\t")[1] not in gone]
    answered = {line.split("\t")[0] for line in kept if int(line.split("\t")[2]) > 0}
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "corpus.jsonl", [row for row in corpus if row["id"] not in gone])
    _write(folder / "queries.jsonl", [query | {"answerable": query["qid"] in answered} for query in queries])
    (folder / "qrels.tsv").write_text("\n".join([header, *kept]) + "\n", encoding="utf-8")
    return len(gone)


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    print(hide(Path(sys.argv[1]), Path(sys.argv[2])), "documents taken away")
