from __future__ import annotations

import subprocess
import sys

HEAVY = ("torch", "onnxruntime", "scrapy", "playwright", "faiss", "cv2", "PIL", "transformers", "sentence_transformers")


def test_the_web_process_loads_no_model_and_no_crawler() -> None:
    code = f"import sys, review_ui.application; print([m for m in {HEAVY!r} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
