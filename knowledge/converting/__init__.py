"""Makes Markdown of documents: of web pages, Word, slides, PDF, tables of questions and answers, and e-mail.

What came from somewhere is parsed in another process with little memory and little time: see `reader`.
"""
