use askama::Template;

use crate::answer::Answer;
use crate::query::Query;
use crate::refusal::{Outcome, Refusal};

#[derive(Template)]
#[template(path = "name.html")]
struct Name<'a> {
    name: &'a str,
}

#[derive(Template)]
#[template(path = "table.html")]
struct Table {
    rows: [[String; 4]; 6],
}

/// The workload of that name, by Askama, which compiles templates with the program.
pub(crate) fn render_name(query: &Query) -> Outcome {
    render(&Name { name: query.name()? })
}

/// The workload of that name, by Askama.
pub(crate) fn render_table() -> Outcome {
    render(&Table { rows: std::array::from_fn(|row| std::array::from_fn(|column| format!("{row},{column}"))) })
}

fn render(page: &impl Template) -> Outcome {
    page.render().map(Answer::html).map_err(Refusal::failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(outcome: Outcome) -> String {
        String::from_utf8(outcome.unwrap().body).unwrap()
    }

    #[test]
    fn escapes_a_name() {
        let query = Query::parse("name=%3Cb%3E%26%22'").unwrap();
        let page = text(render_name(&query));
        assert!(page.starts_with("<p>Hello, ") && !page.contains("<b>"), "{page}");
    }

    #[test]
    fn has_six_rows_of_four() {
        let page = text(render_table());
        assert_eq!((page.matches("<tr>").count(), page.matches("<td>").count()), (6, 24));
        assert!(page.contains("<td>5,3</td>"));
    }
}
