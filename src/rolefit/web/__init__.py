"""The pages: templates, styles and what they show of a report, as values and plain strings.

`marks` cuts a document's text where its evidence begins and ends, `view` makes of a report what the
result page needs, `render` fills the templates. Nothing here knows of HTTP (that is `api`). No page has
an inline style or script; bars are SVG with their numbers beside them. All words are escaped by Jinja.
"""
