// Everything a page can do is already in its HTML; these modules only make it quicker.
import "./partial_pages.js";
import "./theme_button.js";
import "./dialogs.js";
import "./toasts.js";
import "./availability.js";
import "./sending.js";
import "./unsaved.js";
import "./printing.js";
import "./keeping_up.js";
