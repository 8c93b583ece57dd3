"""Times a PyTorch training step on the CPU: zero_grad, forward, cross-entropy, backward, Adam; float32, no compiler.

    python3 training-step.py --workload conv-small --threads 1 --variant all
        One JSON line per variant: milliseconds per step in each of the repeats, their median and minimum.
    python3 training-step.py --workload mlp-tiny --first-step
        One JSON line: seconds from the start of the process to the end of the first step, import of torch included.
    python3 training-step.py --serve --threads 1
        Answers each line {"workload", "variant", "seconds"} on stdin with one JSON line, and keeps the networks warm, so
        that two programs can take turns on a noisy machine. A wrong request is answered with {"error"}.

NETWRIGHT_PROCESS_START, Unix seconds, says when the process was started where /proc cannot.
"""

import argparse
import json
import os
import statistics
import sys
import time

import torch

from workloads import VARIANTS, WORKLOADS, Subject, variants_of

REPEATS = 5
REPEAT_SECONDS = 0.5
WARM_UP_SECONDS = 0.3
WARM_UP_STEPS = 5


def seconds_since_process_start():
    """From the environment, or from /proc (to 10 ms), or None."""
    given = os.environ.get("NETWRIGHT_PROCESS_START")
    if given is not None:
        return round(time.time() - float(given), 3)
    try:
        with open("/proc/self/stat", encoding="ascii", errors="replace") as file:
            start_ticks = int(file.read().rpartition(")")[2].split()[19])
    except OSError:
        return None
    return round(time.clock_gettime(time.CLOCK_BOOTTIME) - start_ticks / os.sysconf("SC_CLK_TCK"), 2)


def run_for(subject, seconds, steps=None):
    """Milliseconds per step and number of steps: as many as were asked for, or as fit into the time."""
    done = 0
    started = time.perf_counter()
    while True:
        subject.step()
        done += 1
        elapsed = time.perf_counter() - started
        if done == steps or (steps is None and elapsed >= seconds):
            return round(elapsed / done * 1000, 6), done


def refresh(subject):
    """Back to the start, with the optimizer's state allocated and the caches warm."""
    subject.restart()
    for _ in range(WARM_UP_STEPS):
        subject.step()


def warm_up(subject):
    run_for(subject, WARM_UP_SECONDS)
    refresh(subject)


def description(subject, workload, variant, threads):
    return {
        "peer": "pytorch",
        "version": torch.__version__.split("+")[0],
        "workload": workload,
        "variant": variant,
        "threads": threads,
        "parameters": subject.parameters,
    }


def measure(options):
    first_step_seconds = None
    variants = variants_of(options.workload) if options.variant == "all" else [options.variant]
    for variant in variants:
        subject = Subject(options.workload, variant)
        if first_step_seconds is None:
            subject.step()
            first_step_seconds = seconds_since_process_start()
        warm_up(subject)
        repeats = []
        for _ in range(REPEATS):
            repeats.append(run_for(subject, REPEAT_SECONDS, options.steps)[0])
            refresh(subject)
        answer(
            {
                **description(subject, options.workload, variant, options.threads),
                "medianMs": statistics.median(repeats),
                "minMs": min(repeats),
                "repeats": repeats,
                "firstStepSecondsFromProcessStart": first_step_seconds,
            }
        )


def serve(options):
    subjects = {}
    for line in sys.stdin:
        try:
            request = json.loads(line)
            workload, variant, seconds = request["workload"], request["variant"], float(request["seconds"])
            if workload not in WORKLOADS or variant not in variants_of(workload):
                raise ValueError(f"no workload {workload!r} with variant {variant!r}")
        except (ValueError, KeyError, TypeError) as error:
            answer({"error": f"{type(error).__name__}: {error}"})
            continue
        subject = subjects.get((workload, variant))
        if subject is None:
            subject = subjects[workload, variant] = Subject(workload, variant)
            warm_up(subject)
        else:
            refresh(subject)
        ms, steps = run_for(subject, seconds)
        answer({**description(subject, workload, variant, options.threads), "msPerStep": ms, "steps": steps})


def first_step(options):
    variant = "default" if options.variant == "all" else options.variant
    subject = Subject(options.workload, variant)
    subject.step()
    seconds = seconds_since_process_start()
    shown = description(subject, options.workload, variant, options.threads)
    answer({**shown, "firstStepSecondsFromProcessStart": seconds})


def answer(record):
    print(json.dumps(record), flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", choices=WORKLOADS)
    parser.add_argument("--variant", choices=[*VARIANTS, "all"], default="all")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, help=f"steps in a repeat; by default what fits into {REPEAT_SECONDS} s")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--serve", action="store_true")
    mode.add_argument("--first-step", action="store_true")
    options = parser.parse_args()
    if not options.serve:
        if options.workload is None:
            parser.error("--workload is required")
        if options.variant not in [*variants_of(options.workload), "all"]:
            parser.error(f"--variant {options.variant} needs images; {options.workload} has none")
    return options


def main():
    options = arguments()
    torch.set_num_threads(options.threads)
    if options.serve:
        serve(options)
    elif options.first_step:
        first_step(options)
    else:
        measure(options)


if __name__ == "__main__":
    main()
