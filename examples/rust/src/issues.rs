use contact_card::client::{Client, ContactCardUpdate, Issue};

/// Returns a sentence for each problem of a form, for example `first_name must not be empty, …`.
pub fn issues(client: &Client, edited: &ContactCardUpdate) -> Vec<String> {
    client.validate(edited).iter().map(sentence).collect()
}

fn sentence(issue: &Issue) -> String {
    match &issue.suggestion {
        Some(suggestion) => format!("{}; did you mean {suggestion}?", issue.message),
        None => issue.message.clone(),
    }
}
