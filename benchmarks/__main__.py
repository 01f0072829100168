"""`make bench`: every figure, one after the other."""

from benchmarks import plan_search

if __name__ == "__main__":
    plan_search.main()
