"""One JSON line for one JSON line on standard input: the loop of the peers in Python."""

import json
import sys
import time

import numpy as np


def serve(versions, load):
    """load(work, arrays) gives (run, parts): a job, and its result as real arrays in the order of ours."""
    run = parts = None
    for line in sys.stdin:
        question = json.loads(line)
        answer = {}
        if question["ask"] == "versions":
            answer = versions
        elif question["ask"] == "load":
            run, parts = load(question, [np.load(path) for path in question["arrays"]])
        elif question["ask"] == "run":
            runs = question.get("runs", 1)
            started, used = time.perf_counter(), time.process_time()
            for _ in range(runs):
                result = run()
            cpu, wall = time.process_time() - used, time.perf_counter() - started
            answer = {"cpu": cpu / runs, "wall": wall / runs}
            if "save" in question:
                flat = [np.asarray(part, float).ravel() for part in parts(result)]
                np.save(question["save"], np.concatenate(flat))
            del result
        print(json.dumps(answer), flush=True)
