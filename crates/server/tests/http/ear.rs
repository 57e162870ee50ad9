//! Whoever listens to server-sent events.

use std::time::Duration;

use axum::{
    body::{Body, BodyDataStream},
    http::{Request, Response, StatusCode},
};
use futures_util::StreamExt;
use pingan_api::inbox::Pushed;
use tokio::time::timeout;

use crate::app::TestApp;

/// One event as a browser takes it apart.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Heard {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) data: String,
}

pub(crate) struct Ear {
    body: BodyDataStream,
    text: String,
}

impl Ear {
    pub(crate) async fn open(app: &TestApp, path: &str, last: Option<&str>) -> Self {
        let mut request = Request::get(path);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        Self::of(app.response(request.body(Body::empty()).unwrap()).await)
    }

    pub(crate) fn of(response: Response<Body>) -> Self {
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event with a name; none after the end.
    pub(crate) async fn hear(&mut self) -> Option<Heard> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let mut heard = Heard::default();
                for line in block.lines() {
                    let (field, value) = line.split_once(": ").unwrap_or((line, ""));
                    match field {
                        "event" => heard.name = value.to_owned(),
                        "id" => heard.id = value.to_owned(),
                        "data" => heard.data = value.to_owned(),
                        _ => {}
                    }
                }
                self.text = rest.to_owned();
                if !heard.name.is_empty() {
                    return Some(heard);
                }
            }
            let bytes = self.body.next().await?.expect("a live body");
            self.text.push_str(std::str::from_utf8(&bytes).expect("text"));
        }
    }

    pub(crate) async fn hear_soon(&mut self) -> Option<Heard> {
        timeout(Duration::from_secs(5), self.hear()).await.expect("something within five seconds")
    }

    pub(crate) async fn hear_notice(&mut self) -> (Pushed, String) {
        let Heard { name, id, data } = self.hear_soon().await.expect("no end");
        assert_eq!(name, "notice");
        (serde_json::from_str(&data).expect("a pushed notice"), id)
    }

    pub(crate) async fn is_silent(&mut self) -> bool {
        timeout(Duration::from_millis(60), self.hear()).await.is_err()
    }
}
