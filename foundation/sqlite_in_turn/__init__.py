"""SQLite as Django has it, but that a process's writers take turns, first come, first served.

SQLite lets one transaction write at a time; whoever finds it taken sleeps and looks again, up to a tenth of a second
apart, and nobody queues. With sixteen threads that all write, the database then stands idle while everybody sleeps, and
who has waited longest is no nearer. So each process sends one of its threads at a time to ask for the lock.
"""
