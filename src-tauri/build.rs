//! Tells Tauri where this layout keeps its capabilities and permissions.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in ["src-tauri/capabilities", "src-tauri/permissions", "ui/dist"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let page = std::path::Path::new("ui/dist/index.html");
    if !page.exists() {
        if std::env::var("PROFILE").as_deref() == Ok("release") {
            return Err("ui/dist is missing: run `npm ci && npm run build` in ui/ first".into());
        }
        std::fs::create_dir_all("ui/dist")?;
        std::fs::write(
            page,
            "<!doctype html><title>Usher</title><p>Build the UI first: npm run build in ui/.</p>",
        )?;
        println!("cargo:warning=ui/dist was missing; a placeholder page is embedded");
    }
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(
                tauri_build::AppManifest::new()
                    .permissions_path_pattern("./src-tauri/permissions/**/*.toml"),
            ),
    )?;
    Ok(())
}
