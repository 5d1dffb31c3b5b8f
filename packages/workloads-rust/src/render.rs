use askama::Template;

use crate::answer::Answer;
use crate::query::read_name;
use crate::refusal::{Outcome, Refusal};

#[derive(Template)]
#[template(path = "name.html")]
struct NamePage {
    name: String,
}

#[derive(Template)]
#[template(path = "table.html")]
struct TablePage {
    rows: Vec<Vec<String>>,
}

/// The workload of that name, by askama: templates are compiled with the program.
pub(crate) fn render_name(query: &str) -> Outcome {
    let name = read_name(query)?;
    page(&NamePage { name })
}

/// The workload of that name, by askama.
pub(crate) fn render_table() -> Outcome {
    let cells = |row| (0..4).map(|column| format!("{row},{column}")).collect();
    page(&TablePage {
        rows: (0..6).map(cells).collect(),
    })
}

fn page(template: &impl Template) -> Outcome {
    Ok(Answer::html(template.render().map_err(Refusal::failure)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped() {
        let page = render_name("name=%3Cb%3E%22R%26D%22+%27Q%27%3C/b%3E+%C5%BB").unwrap();
        assert_eq!(
            page.body,
            "<p>Hello, &#60;b&#62;&#34;R&#38;D&#34; &#39;Q&#39;&#60;/b&#62; Ż!</p>"
        );
    }

    #[test]
    fn the_table_is_six_by_four() {
        let page = render_table().unwrap().body;
        let text: String = std::str::from_utf8(&page)
            .unwrap()
            .split_whitespace()
            .collect();
        let row = |r| {
            (0..4)
                .map(|c| format!("<td>{r},{c}</td>"))
                .collect::<String>()
        };
        let rows: String = (0..6).map(|r| format!("<tr>{}</tr>", row(r))).collect();
        assert_eq!(text, format!("<table>{rows}</table>"));
    }
}
