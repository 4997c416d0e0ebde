"""Jobs: long work (imports, exports) with progress, that survives a closed browser and a killed worker.

Owns who asked for what, how far it is and what came of it. What a job does belongs to the app that starts it
(settings `JOB_HANDLERS`).
"""
