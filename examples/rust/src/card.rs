use contact_card::client::{Client, ContactCardUpdate, Error, ErrorKind, SetContactCard};

/// Loads the card, and sends only the fields that differ from it.
pub async fn save(
    client: &Client,
    edited: &ContactCardUpdate,
) -> Result<Option<SetContactCard>, Error> {
    let cards = client.retrieve(Some(&edited.phone_number)).await?;
    let changes = match cards.first() {
        Some(card) => card.changes(edited),
        None => Some(edited.clone()),
    };
    match changes {
        Some(changes) => client.update(&changes).await.map(Some),
        None => Ok(None),
    }
}

/// Describes the outcome of `save` to the user.
pub fn describe(saved: &Result<Option<SetContactCard>, Error>) -> String {
    match saved {
        Ok(Some(card)) if card.is_active => "Saved".to_owned(),
        Ok(Some(_)) => "Saved, not active yet".to_owned(),
        Ok(None) => "Nothing has changed".to_owned(),
        Err(error) if error.kind == ErrorKind::RateLimit => {
            let minutes = error.retry_after.unwrap_or(600).div_ceil(60);
            format!("Too many changes; try again in {minutes} min")
        }
        Err(error) => error.to_string(),
    }
}
