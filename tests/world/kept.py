"""A worker that tells what it was asked, and by which process; run by tests."""

import json
import os
import sys
import time


def main() -> int:
    for line in sys.stdin:
        question = json.loads(line)
        if question == "end":
            sys.stderr.write("it was to end\n")
            return 3
        if question == "babble":
            sys.stdout.write("no JSON\nand more of it\n")
            sys.stdout.flush()
            continue
        time.sleep(question.get("seconds", 0))
        sys.stdout.write(json.dumps({"asked": question, "process": os.getpid()}) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
