//! The signature that WeChat's JS-SDK asks for (its guide, appendix 1): SHA-1 over four sorted pairs.

use sha1::{Digest, Sha1};

pub(super) fn sign(ticket: &str, nonce: &str, timestamp: u32, url: &str) -> String {
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}");
    Sha1::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::sign;

    /// The example of WeChat's guide.
    #[test]
    fn the_guides_example_comes_out() {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
        let signature = sign(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, "http://mp.weixin.qq.com?params=value");
        assert_eq!(signature, "0f9de62fce790f9a083d5c99e95740ceb90c27ed");
    }
}
