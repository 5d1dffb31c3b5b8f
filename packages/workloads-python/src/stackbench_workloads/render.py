"""The workloads `render-name` and `render-table`, by Jinja2."""

from jinja2 import Environment, StrictUndefined

from .answer import Answer, html_answer
from .read_input import Query, read_name

_environment = Environment(autoescape=True, undefined=StrictUndefined)

# Compiled once, when the process starts.
_name = _environment.from_string("<p>Hello, {{ name }}!</p>")
_table = _environment.from_string(
    """\
<table>
{% for row in rows %}
  <tr>
{% for cell in row %}
    <td>{{ cell }}</td>
{% endfor %}
  </tr>
{% endfor %}
</table>"""
)


def render_name(query: Query) -> Answer:
    return html_answer(_name.render(name=read_name(query)))


def render_table() -> Answer:
    rows = [[f"{row},{column}" for column in range(4)] for row in range(6)]
    return html_answer(_table.render(rows=rows))
