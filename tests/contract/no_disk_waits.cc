/// In the place of libc's, SQLite's included: nothing that these tests write has to outlive the
/// machine, and what a cut of the power leaves is computed, see power_cut.h.
extern "C" {

int fsync(int) { return 0; }

int fdatasync(int) { return 0; }

}  // extern "C"
