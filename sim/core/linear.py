"""Dense linear algebra for the small systems of the implicit solver, compiled."""

import numpy as np
from numpy.typing import NDArray

from sim.core.compiled import compiled_inside

Array = NDArray[np.float64]


@compiled_inside
def factor(a: Array, pivots: NDArray[np.int64]) -> bool:
    """Replace the square matrix `a` by its LU factors, rows exchanged as `pivots` says.

    The diagonal holds the inverses of U's, so that `solve` divides nothing. Returns False,
    leaving `a` unusable, when the matrix is singular or not finite.
    """
    size = a.shape[0]
    for column in range(size):
        best = column
        for row in range(column + 1, size):
            if abs(a[row, column]) > abs(a[best, column]):
                best = row
        pivots[column] = best
        if not 0.0 < abs(a[best, column]) < np.inf:
            return False
        if best != column:
            for j in range(size):
                a[column, j], a[best, j] = a[best, j], a[column, j]
        inverse = 1.0 / a[column, column]
        a[column, column] = inverse
        for row in range(column + 1, size):
            multiple = a[row, column] * inverse
            a[row, column] = multiple
            if multiple != 0.0:
                for j in range(column + 1, size):
                    a[row, j] -= multiple * a[column, j]
    return True


@compiled_inside
def solve(lu: Array, pivots: NDArray[np.int64], b: Array) -> None:
    """Replace the vector `b` by the solution x of A·x = b, from `factor`'s result.

    Goes column by column: the updates of one column do not wait for each other.
    """
    size = lu.shape[0]
    for row in range(size):
        exchanged = pivots[row]
        if exchanged != row:
            b[row], b[exchanged] = b[exchanged], b[row]
    for column in range(size - 1):
        for row in range(column + 1, size):
            b[row] -= lu[row, column] * b[column]
    for column in range(size - 1, -1, -1):
        b[column] *= lu[column, column]
        for row in range(column):
            b[row] -= lu[row, column] * b[column]
