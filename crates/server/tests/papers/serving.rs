//! The built program while it serves, and the little of HTTP that asking it takes.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::desk::Desk;

pub(crate) struct Serving {
    child: Child,
    pub(crate) scheme: String,
    pub(crate) address: SocketAddr,
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A head and a body, as they came.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Serving {
    /// Serves the books of a desk on a free port, and is back once it answers there.
    pub(crate) fn begin(desk: &Desk, more: &[&str]) -> Self {
        let words = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let mut child = desk.command(None, &words).stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut heard = Vec::new();
        let at = said.by_ref().map(Result::unwrap).find_map(|line| {
            let at = line.strip_prefix("serving on ").and_then(|rest| rest.split_once(';'));
            let at = at.map(|(at, _)| at.to_owned());
            heard.push(line);
            at
        });
        let at = at.unwrap_or_else(|| panic!("it does not serve: {heard:?}"));
        let (scheme, address) = at.split_once("://").unwrap();
        let (scheme, address) = (scheme.to_owned(), address.parse().unwrap());
        // A program that is not listened to would wait to be heard.
        std::thread::spawn(move || said.for_each(drop));
        Self { child, scheme, address }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    pub(crate) fn get(&self, token: &str, path: &str) -> Reply {
        ask(&mut self.connect(), &request("GET", path, token, "", "")).unwrap()
    }

    pub(crate) fn post(&self, token: &str, path: &str, key: &str, body: &Value) -> Reply {
        ask(&mut self.connect(), &request("POST", path, token, key, &body.to_string())).unwrap()
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) {
        let stop = format!("kill {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &stop]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

pub(crate) fn request(method: &str, path: &str, token: &str, key: &str, body: &str) -> String {
    let key = if key.is_empty() { String::new() } else { format!("idempotency-key: {key}\r\n") };
    format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\nconnection: close\r\n{key}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends a request that closes the connection behind it, and reads to the end.
pub(crate) fn ask(stream: &mut (impl Read + Write), request: &str) -> std::io::Result<Reply> {
    stream.write_all(request.as_bytes())?;
    stream.flush()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) =
        text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no HTTP answer: {text:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.unwrap_or_else(|| panic!("no status: {head}"));
    Ok(Reply { status, body: body.to_owned() })
}
