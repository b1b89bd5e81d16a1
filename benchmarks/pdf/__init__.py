"""The conformity suite of the PDF: five readers, the reference validator, boxes against ink, size, time, memory."""
