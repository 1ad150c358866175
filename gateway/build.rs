//! Makes sure that the folder of the built web app exists, and builds again when it changes.

use std::path::Path;

fn main() {
    let dist = Path::new("../web/dist");
    // A missing path would count as changed in every build; an empty folder does not. Where it
    // cannot be made, the gateway builds all the same and says that the page is missing.
    let _made = std::fs::create_dir_all(dist);
    println!("cargo:rerun-if-changed={}", dist.display());
}
