"""The commands of the repository; what bash does badly stands in `support/`."""
