"""A table without its zeros gives each row as it was."""

from __future__ import annotations

import numpy as np
import pytest

from briefbot.matching.recall.sparse_rows import SparseRows

TABLE = np.array([[0, 1.5, 0], [0, 0, 0], [-2, 0, 0.25], [3, 3, 3]], dtype=np.float16)


@pytest.mark.parametrize("rows", [[0, 1, 2, 3], [2, 2, 0], [1], []])
def test_rows_are_given_as_they_were(rows: list[int]) -> None:
    wanted = np.array(rows, dtype=np.int32)
    assert SparseRows(TABLE)[wanted].tolist() == TABLE[wanted].tolist()


def test_one_row_is_given_by_its_place_from_either_end() -> None:
    assert SparseRows(TABLE)[-1].tolist() == [3, 3, 3]
    assert SparseRows(TABLE)[0].tolist() == [0, 1.5, 0]


def test_a_table_of_many_columns_keeps_them_apart() -> None:
    wide = np.zeros((2, 300), dtype=np.float16)
    wide[1, 290] = 1
    rows = SparseRows(wide)
    assert len(rows) == 2
    assert rows[1].tolist() == wide[1].tolist()
