"""A program in whole numbers, and the solver that finds its optimum: a thin dress for HiGHS."""

import highspy

type Sum = list[tuple[int, int]]  # of (factor, variable)


class Program:
    """Variables, what must be true of them, and the least that sums of them can be, one after the other."""

    def __init__(self) -> None:
        self.highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            self.highs.setOptionValue(option, value)
        self.variables = 0
        self.values: list[float] = []

    def variable(self, least: int = 0, most: int = 1, *, whole: bool = False) -> int:
        self.highs.addVar(least, most)
        if whole:
            self.highs.changeColIntegrality(self.variables, highspy.HighsVarType.kInteger)
        self.variables += 1
        return self.variables - 1

    def require(self, these: Sum, least: float = -highspy.kHighsInf, most: float = highspy.kHighsInf) -> None:
        """Let this sum be neither less nor more; each variable stands in it once."""
        self.highs.addRow(least, most, len(these), [at for _, at in these], [float(by) for by, _ in these])

    def minimise(self, these: Sum) -> int:
        """The least this sum can be."""
        cost = [0.0] * self.variables
        for by, at in these:
            cost[at] += by
        self.highs.changeColsCost(self.variables, list(range(self.variables)), cost)
        if self.values:
            start = highspy.HighsSolution()
            start.col_value = self.values + [0.0] * (self.variables - len(self.values))
            self.highs.setSolution(start)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise AssertionError(self.highs.getModelStatus())
        self.values = list(self.highs.getSolution().col_value)
        return round(self.highs.getInfo().objective_function_value)
