"""The benchmark: this project, plain Tesseract and OCRmyPDF over the same pages, with their truth."""
