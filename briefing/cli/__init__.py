"""The command line: clock, disk, terminal and progress; nothing else."""
