"""Means and standard deviations of cells as sums, which can be added, and back."""


def sums_of(frame):
    """The frame with columns total and squares, from its n, mean and sd."""
    squares = frame["sd"] ** 2 * (frame["n"] - 1) + frame["n"] * frame["mean"] ** 2
    return frame.assign(total=frame["n"] * frame["mean"], squares=squares)


def mean_and_sd(n, total, squares):
    """(mean, standard deviation) of n values from their sum and their sum of squares; one value deviates by 0."""
    mean = total / n
    return mean, (max(squares - n * mean**2, 0.0) / (n - 1)) ** 0.5 if n > 1 else 0.0
