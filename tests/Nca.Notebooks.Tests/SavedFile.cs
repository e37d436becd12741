using System.IO.Compression;

namespace Nca.Notebooks.Tests;

/// <summary>What is asked of a file that a notebook saves.</summary>
internal static class SavedFile
{
    private const int SmallestSide = 100,
        LargestSide = 4000,
        FewestColours = 4;

    /// <summary>It exists, has a size that can be looked at, and something to see in it.</summary>
    public static void Require(string path)
    {
        var name = Path.GetFileName(path);
        Assert.True(File.Exists(path), $"{name} was not saved");
        switch (Path.GetExtension(path))
        {
            case ".png":
                RequirePicture(name, RgbImage.Of(File.ReadAllBytes(path)));
                break;
            case ".gif":
                RequireAnimation(name, path);
                break;
            case ".npz":
                RequireArrays(name, path);
                break;
            default:
                Assert.True(new FileInfo(path).Length > 0, $"{name} is empty");
                break;
        }
    }

    private static void RequirePicture(string name, RgbImage picture)
    {
        Assert.True(
            picture.Width is >= SmallestSide and <= LargestSide && picture.Height is >= SmallestSide and <= LargestSide,
            $"{name} has {picture.Width}×{picture.Height} pixels"
        );
        Assert.True(ColoursOf(picture.Data) >= FewestColours, $"{name} is blank");
    }

    private static void RequireAnimation(string name, string path)
    {
        var frames = RgbImage.Frames(File.ReadAllBytes(path));
        Assert.True(frames.Count >= 2, $"{name} has {frames.Count} frames");
        Assert.True(
            frames[0].Width is >= SmallestSide and <= LargestSide && frames[0].Height is >= SmallestSide and <= LargestSide,
            $"{name} has {frames[0].Width}×{frames[0].Height} pixels"
        );
        Assert.All(frames, frame => Assert.Equal((frames[0].Width, frames[0].Height), (frame.Width, frame.Height)));
        Assert.True(frames.Select(frame => ColoursOf(frame.Data)).Max() >= 2, $"{name} is blank");
        Assert.Contains(frames, frame => !frame.Data.SequenceEqual(frames[0].Data));
    }

    private static void RequireArrays(string name, string path)
    {
        using var archive = ZipFile.OpenRead(path);
        Assert.True(
            archive.Entries.Select(entry => entry.Name).Intersect(["loss.npy", "grad_norm.npy", "alive_cells.npy"]).Count() == 3,
            $"{name} lacks an array of the tutorial's"
        );
        Assert.All(archive.Entries, entry => Assert.True(entry.Length > 80, $"{entry.Name} in {name} is empty"));
    }

    private static int ColoursOf(byte[] rgb)
    {
        var colours = new HashSet<(byte, byte, byte)>();
        for (var at = 0; at < rgb.Length && colours.Count < FewestColours; at += 3)
            colours.Add((rgb[at], rgb[at + 1], rgb[at + 2]));
        return colours.Count;
    }
}
