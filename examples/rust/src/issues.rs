use contact_card::client::{Client, ContactCardUpdate, Issue};

/// Returns a sentence for each problem of a form, for example `first_name must not be empty, …`.
pub fn issues(client: &Client, edited: &ContactCardUpdate) -> Vec<String> {
    client.validate(edited).iter().map(sentence).collect()
}

fn sentence(issue: &Issue) -> String {
    // The path is empty where the problem is with the input as a whole.
    let sentence = format!("{} {}", issue.path.join("."), issue.message);
    let sentence = sentence.trim_start();
    match &issue.suggestion {
        Some(suggestion) => format!("{sentence}; did you mean {suggestion}?"),
        None => sentence.to_owned(),
    }
}
