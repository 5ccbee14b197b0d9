"""One series interrupted: British seat belts and the Nile at Aswan, as R's nlme fits them."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import Plan, analyse

# R: Seatbelts, monthly from January 1969: drivers, front and rear passengers killed or badly hurt; the law of
# February 1983 is month 170. Harvey and Durbin (1986) JRSS A 149:187.
DRIVERS = """
1687 1508 1507 1385 1632 1511 1559 1630 1579 1653 2152 2148 1752 1765 1717 1558 1575 1520 1805 1800 1719 2008
2242 2478 2030 1655 1693 1623 1805 1746 1795 1926 1619 1992 2233 2192 2080 1768 1835 1569 1976 1853 1965 1689
1778 1976 2397 2654 2097 1963 1677 1941 2003 1813 2012 1912 2084 2080 2118 2150 1608 1503 1548 1382 1731 1798
1779 1887 2004 2077 2092 2051 1577 1356 1652 1382 1519 1421 1442 1543 1656 1561 1905 2199 1473 1655 1407 1395
1530 1309 1526 1327 1627 1748 1958 2274 1648 1401 1411 1403 1394 1520 1528 1643 1515 1685 2000 2215 1956 1462
1563 1459 1446 1622 1657 1638 1643 1683 2050 2262 1813 1445 1762 1461 1556 1431 1427 1554 1645 1653 2016 2207
1665 1361 1506 1360 1453 1522 1460 1552 1548 1827 1737 1941 1474 1458 1542 1404 1522 1385 1641 1510 1681 1938
1868 1726 1456 1445 1456 1365 1487 1558 1488 1684 1594 1850 1998 2079 1494 1057 1218 1168 1236 1076 1174 1139
1427 1487 1483 1513 1357 1165 1282 1110 1297 1185 1222 1284 1444 1575 1737 1763"""
FRONT = """
867 825 806 814 991 945 1004 1091 958 850 1109 1113 925 903 1006 892 990 866 1095 1204 1029 1147 1171 1299 944
874 840 893 1007 973 1097 1194 988 1077 1045 1115 1005 857 879 887 1075 1121 1190 1058 939 1074 1089 1208 903
916 787 1114 1014 1022 1114 1132 1111 1008 916 992 731 665 724 744 910 883 900 1057 1076 919 920 953 664 607 777
633 791 790 803 884 769 732 859 994 704 684 671 643 771 644 828 748 767 825 810 986 714 567 616 678 742 840 888
852 774 831 889 1046 889 626 808 746 754 865 980 959 856 798 942 1010 796 643 794 750 809 716 851 931 834 762
880 1077 748 593 720 646 765 820 807 885 803 860 825 911 704 691 688 714 814 736 876 829 818 942 782 823 595 673
660 676 755 815 867 933 798 950 825 911 619 426 475 556 559 483 587 615 618 662 519 585 483 434 513 548 586 522
601 644 643 641 711 721"""
REAR = """
269 265 319 407 454 427 522 536 405 437 434 437 316 311 351 362 486 429 551 646 456 475 456 468 356 271 354 427
465 440 539 646 457 446 402 441 359 334 312 427 434 486 569 523 418 452 462 497 354 347 276 472 487 505 619 640
559 453 418 419 262 299 303 401 413 426 516 600 459 443 412 400 278 302 381 279 442 409 416 511 393 345 391 470
266 312 300 373 412 322 458 427 346 421 344 370 291 224 266 338 298 386 479 473 332 391 370 431 366 250 355 304
379 440 500 511 384 366 432 390 306 232 342 329 394 355 385 463 453 373 401 466 306 263 323 310 424 403 406 466
381 369 378 392 284 316 321 358 378 382 433 506 428 479 370 349 238 285 324 346 410 411 496 534 396 470 385 411
281 300 318 391 398 337 477 422 495 471 368 345 296 319 349 375 441 465 472 521 429 408 490 491"""
LAW = 170
# R: Nile, 1871 to 1970, in 10^8 cubic metres. The fall of 1899 is that of Cobb (1978) Biometrika 65:243.
NILE = """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250
1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821
768 845 864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860
874 848 890 744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740"""
DAM = 29
# gls(..., correlation = corAR1(form = ~ t), method = "REML", control = glsControl(tolerance = 1e-12))
GLS = {
    1: (-0.270597424593, 0.0659266915518),
    2: (-0.241641099184, 0.0569994337435),
}  # one and two seasonal pairs


def means(values, start, *, unit="all", treated=True) -> pd.DataFrame:
    """A series of single values, treated from `start`."""
    period = np.arange(1, len(values) + 1)
    return pd.DataFrame({"unit": unit, "period": period, "treated": ((period >= start) & treated).astype(int),
                         "n": 1, "mean": values, "sd": 0.0})  # fmt: skip


def counts(text, treated) -> pd.DataFrame:
    """A series of monthly counts, one month of exposure each."""
    events = [int(word) for word in text.split()]
    period = np.arange(1, len(events) + 1)
    return pd.DataFrame({"unit": "front" if treated else "rear", "period": period, "events": events,
                         "treated": ((period >= LAW) & treated).astype(int), "exposure": 1.0})  # fmt: skip


@pytest.mark.parametrize("pairs", [1, 2])
def test_step_at_the_seat_belt_law_is_nlmes(pairs):
    logs = np.log([int(word) for word in DRIVERS.split()])
    found = analyse(Plan("interrupted_series", harmonics=pairs), means(logs, LAW)).estimates["gls_ar1"]
    assert found.value == pytest.approx(GLS[pairs][0], rel=1e-5)
    assert found.details["standard_error"] == pytest.approx(GLS[pairs][1], rel=1e-4)


def test_seat_belts_saved_a_fifth_of_drivers():
    """Harvey and Durbin (1986): 18 % fewer drivers killed and seriously injured; here 23 % with a free slope."""
    logs = np.log([int(word) for word in DRIVERS.split()])
    found = analyse(Plan("interrupted_series"), means(logs, LAW)).primary
    assert found.low < np.log(1 - 0.18) < found.high < 0


def test_front_seats_against_rear_seats_are_nlmes():
    """R: the same gls of log(front + .5) - log(rear + .5)."""
    frame = pd.concat([counts(FRONT, True), counts(REAR, False)])
    found = analyse(Plan("controlled_series", scale="log_risk_ratio"), frame).estimates["gls_ar1"]
    assert found.value == pytest.approx(-0.362453797728, rel=1e-5)
    assert found.details["standard_error"] == pytest.approx(0.0421336837518, rel=1e-4)


def test_fall_of_the_nile_is_nlmes():
    frame = means([float(word) for word in NILE.split()], DAM)
    report = analyse(Plan("interrupted_series", periods_per_year=1), frame)
    assert report.estimates["gls_ar1"].value == pytest.approx(-289.688964137, rel=1e-5)
    assert report.estimates["gls_ar1"].details["standard_error"] == pytest.approx(69.3584528324, rel=1e-4)
    assert report.estimates["level"].high < -100


def test_mean_after_the_dam_is_nlmes_contrast_at_nearly_its_autocorrelation():
    """R: step + mean(time after) * slope, -307.5 (182.9): 72 years projected from 28 cannot be told from nought."""
    frame = means([float(word) for word in NILE.split()], DAM)
    found = analyse(Plan("interrupted_series", periods_per_year=1), frame).primary
    assert found.value == pytest.approx(-307.531469162, rel=0.01)
    assert found.high - found.low == pytest.approx(2 * 1.985 * 182.870519465, rel=0.05)
