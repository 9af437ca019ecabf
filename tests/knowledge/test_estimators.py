"""scikit-learn's estimators come without `scipy.stats`, which is there for whatever uses it."""

import subprocess
import sys

USED_LATER = """\
import sys
from knowledge.search.estimators import TfidfTransformer
assert "scipy.stats._stats_py" not in sys.modules
from sklearn.preprocessing import QuantileTransformer
normal = QuantileTransformer(n_quantiles=3, output_distribution="normal")
assert normal.fit_transform([[1.0], [2.0], [9.0]])[1, 0] == 0
from scipy.stats import norm
assert norm.cdf(0.0) == 0.5
"""


def test_statistics_are_imported_once_they_are_used() -> None:
    ended = subprocess.run([sys.executable, "-c", USED_LATER], capture_output=True, text=True)

    assert ended.returncode == 0, ended.stderr
