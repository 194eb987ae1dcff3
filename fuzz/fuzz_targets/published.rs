#![no_main]

briefpress_fuzz::target!(published);
