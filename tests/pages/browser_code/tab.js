// What the pages of tests run; the real code is built from frontend/src/tab.
