/* python3.dll: wheels of the stable interface ask for it; all its names lead to python311.dll (the .def file). */
int __stdcall DllMain(void *module, unsigned reason, void *reserved) { return 1; }
