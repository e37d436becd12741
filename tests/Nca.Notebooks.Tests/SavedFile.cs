using System.IO.Compression;
using StbImageSharp;

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
                RequirePicture(name, ImageResult.FromMemory(File.ReadAllBytes(path), ColorComponents.RedGreenBlueAlpha));
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

    private static void RequirePicture(string name, ImageResult picture)
    {
        Assert.True(
            picture.Width is >= SmallestSide and <= LargestSide && picture.Height is >= SmallestSide and <= LargestSide,
            $"{name} has {picture.Width}×{picture.Height} pixels"
        );
        Assert.True(ColoursOf(picture.Data) >= FewestColours, $"{name} is blank");
    }

    private static void RequireAnimation(string name, string path)
    {
        using var stream = File.OpenRead(path);
        // The decoder hands out one buffer again and again: each frame is copied.
        var frames = ImageResult
            .AnimatedGifFramesFromStream(stream, ColorComponents.RedGreenBlueAlpha)
            .Select(frame => (frame.Width, frame.Height, Data: frame.Data.ToArray()))
            .ToArray();
        Assert.True(frames.Length >= 2, $"{name} has {frames.Length} frames");
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
            $"{name} lacks an array of the document's"
        );
        Assert.All(archive.Entries, entry => Assert.True(entry.Length > 80, $"{entry.Name} in {name} is empty"));
    }

    private static int ColoursOf(byte[] rgba)
    {
        var colours = new HashSet<int>();
        for (var at = 0; at < rgba.Length && colours.Count < FewestColours; at += 4)
            colours.Add(BitConverter.ToInt32(rgba, at));
        return colours.Count;
    }
}
