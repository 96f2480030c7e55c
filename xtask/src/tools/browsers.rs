//! Browsers and their drivers.

use std::path::PathBuf;

use super::{crates, debian};
use crate::Result;
use crate::process::find;

/// Chromium, Firefox and their drivers.
pub struct Browsers {
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
    pub firefox: PathBuf,
    pub geckodriver: PathBuf,
}

/// Finds Chromium and Firefox, and installs them where that is possible.
pub fn browsers() -> Result<Browsers> {
    if chromium().is_none() || find("chromedriver").is_none() || firefox().is_none() {
        debian::install(
            "Chromium and Firefox",
            &["chromium", "chromium-driver", "firefox-esr"],
        )?;
    }
    let missing = "install Chromium, its chromedriver and Firefox for the tests in browsers \
                   (on Debian: apt-get install chromium chromium-driver firefox-esr)";
    Ok(Browsers {
        chromium: chromium().ok_or(missing)?,
        chromedriver: find("chromedriver").ok_or(missing)?,
        firefox: firefox().ok_or(missing)?,
        geckodriver: match find("geckodriver") {
            Some(path) => path,
            None => crates::geckodriver()?.build_if_missing()?,
        },
    })
}

fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(find)
}

fn firefox() -> Option<PathBuf> {
    ["firefox-esr", "firefox"].into_iter().find_map(find)
}

/// WebKit's driver, which starts its browser, and the display that the browser needs.
pub struct WebKit {
    pub driver: PathBuf,
    pub xvfb: PathBuf,
}

/// Finds WebKit, and installs it where that is possible.
pub fn webkit() -> Result<WebKit> {
    let (driver, xvfb) = ("WebKitWebDriver", "Xvfb");
    if find(driver).is_none() || find(xvfb).is_none() {
        debian::install("WebKit", &["webkit2gtk-driver", "xvfb"])?;
    }
    let missing = "install WebKitGTK's WebKitWebDriver and Xvfb for the tests in WebKit \
                   (on Debian: apt-get install webkit2gtk-driver xvfb)";
    Ok(WebKit {
        driver: find(driver).ok_or(missing)?,
        xvfb: find(xvfb).ok_or(missing)?,
    })
}
