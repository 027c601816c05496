/* python.exe and pythonw.exe: one call into python311.dll. */
#include <windows.h>

extern int Py_Main(int, wchar_t **);

int wmain(int count, wchar_t **arguments) { return Py_Main(count, arguments); }
