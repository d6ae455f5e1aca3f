//! An author's address → one that may stand in `href`, or nothing.
//!
//! E-book checkers and readers take addresses by the URL Standard (WHATWG): characters outside it must be
//! percent-encoded, and a web address needs a host and, if it names a port, a number. An address that
//! cannot be mended is no link; its text stays.

/// The address in a form that is valid, if it is one a book may lead to.
pub(super) fn external(url: &str) -> Option<String> {
    let url: String = url.trim().chars().filter(|c| !c.is_control()).collect();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, tail) = rest.split_at(end);
            is_authority(authority).then(|| format!("{scheme}://{authority}{}", encoded(tail)))
        }
        "mailto" | "tel" => (!rest.is_empty()).then(|| format!("{scheme}:{}", encoded(rest))),
        _ => None,
    }
}

/// Whether a text is a host, with a port or without. User names are refused: they are mostly a trick.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (text, None),
    };
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    // All digits and dots must be an IPv4 address, or the standard refuses the host.
    let numeric = host.rsplit('.').next().is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()));
    let sound = match numeric {
        true => host.parse::<std::net::Ipv4Addr>().is_ok(),
        false => host.strip_suffix('.').unwrap_or(host).split('.').all(label),
    };
    sound && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

/// Percent-encodes what may not stand behind the host: white space, quotes, brackets, a lone `%`, and any
/// `#` after the first.
fn encoded(tail: &str) -> String {
    let mut out = String::with_capacity(tail.len());
    let mut fragment = false;
    for (at, c) in tail.char_indices() {
        let escape = match c {
            '%' => {
                let digits = tail.as_bytes().get(at + 1..at + 3);
                !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            }
            '#' => std::mem::replace(&mut fragment, true),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => true,
            c => c.is_whitespace() || !crate::backend::epub::markup::is_allowed(c),
        };
        if escape {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::external;

    #[test]
    fn sound_addresses_stay() {
        for url in [
            "https://example.org/a/b?c=d&e=%20#f",
            "http://127.0.0.1:8080/",
            "mailto:ada@example.org?subject=Hello",
            "tel:+1-201-555-0123",
            "https://bücher.example/straße",
        ] {
            assert_eq!(external(url).as_deref(), Some(url));
        }
    }

    #[test]
    fn odd_characters_are_encoded() {
        let mended = external(" HTTPS://example.org/a b\"<>[1]{}|\\^`100%#x#y ");
        let expected = "https://example.org/a%20b%22%3C%3E%5B1%5D%7B%7D%7C%5C%5E%60100%25#x%23y";
        assert_eq!(mended.as_deref(), Some(expected));
    }

    #[test]
    fn what_leads_nowhere_is_no_link() {
        for url in [
            "",
            "x",
            "https:",
            "https://",
            "https://a b/",
            "https://a:99999/",
            "https://1.2.3/",
            "https://me@example.org/",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "mailto:",
            "https://a..b/",
        ] {
            assert_eq!(external(url), None, "{url}");
        }
    }
}
