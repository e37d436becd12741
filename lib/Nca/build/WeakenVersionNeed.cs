using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Marks one version need of 64-bit little-endian ELF libraries as weak (gABI symbol versioning, Elf64_Vernaux).</summary>
public sealed class WeakenVersionNeed : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 0x2;

    /// <summary>Files to change; those that do not exist are passed over.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; }

    /// <summary>Name of the version whose absence the loader should tolerate.</summary>
    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        foreach (var library in Libraries)
        {
            var path = library.ItemSpec;
            if (!File.Exists(path))
                continue;
            var image = File.ReadAllBytes(path);
            if (!TryWeaken(image))
                continue;

            // The output may be a hard link into the package cache: replace the name, never the shared bytes. The time
            // stamp stays, so that the next build still sees an up-to-date copy.
            var written = File.GetLastWriteTimeUtc(path);
            var temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
            File.WriteAllBytes(temporary, image);
            File.SetLastWriteTimeUtc(temporary, written);
            File.Delete(path);
            File.Move(temporary, path);
            Log.LogMessage(MessageImportance.Normal, "Marked " + Version + " as weak in " + path);
        }

        return !Log.HasLoggedErrors;
    }

    private bool TryWeaken(byte[] image)
    {
        if (image.Length < 64 || image[0] != 0x7f || image[1] != 'E' || image[4] != 2 || image[5] != 1)
            return false;
        var sections = (long)BitConverter.ToUInt64(image, 0x28);
        int entrySize = BitConverter.ToUInt16(image, 0x3a),
            count = BitConverter.ToUInt16(image, 0x3c);
        var changed = false;
        for (var index = 0; index < count; index++)
        {
            var header = (int)(sections + index * entrySize);
            if (BitConverter.ToUInt32(image, header + 4) != VersionNeedSection)
                continue;
            var start = (int)BitConverter.ToUInt64(image, header + 0x18);
            var strings = (int)
                BitConverter.ToUInt64(image, (int)(sections + BitConverter.ToUInt32(image, header + 0x28) * entrySize) + 0x18);
            changed |= WeakenInSection(image, start, strings);
        }

        return changed;
    }

    private bool WeakenInSection(byte[] image, int need, int strings)
    {
        var changed = false;
        while (true)
        {
            int auxiliaries = BitConverter.ToUInt16(image, need + 2),
                entry = need + (int)BitConverter.ToUInt32(image, need + 8);
            for (var index = 0; index < auxiliaries; index++)
            {
                var flags = BitConverter.ToUInt16(image, entry + 4);
                if ((flags & WeakFlag) == 0 && TextAt(image, strings + (int)BitConverter.ToUInt32(image, entry + 8)) == Version)
                {
                    BitConverter.GetBytes((ushort)(flags | WeakFlag)).CopyTo(image, entry + 4);
                    changed = true;
                }

                entry += (int)BitConverter.ToUInt32(image, entry + 12);
            }

            var next = BitConverter.ToUInt32(image, need + 12);
            if (next == 0)
                return changed;
            need += (int)next;
        }
    }

    private static string TextAt(byte[] image, int start)
    {
        var end = start;
        while (image[end] != 0)
            end++;
        return Encoding.ASCII.GetString(image, start, end - start);
    }
}
