"""The review app: a local web app in which a person looks at what is worth a look, and decides.

Routes are thin: they parse what a browser sends, ask the :class:`~digitize.review.desk.Desk`, and render. The desk alone
talks to the pipeline.
"""
